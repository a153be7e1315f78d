"""What holds over a whole article: private people known again, states in their own time, names that settle others."""

from __future__ import annotations


def named(mentions, text):
    return [m for m in mentions if m.text == text]


def test_a_hostage_is_known_again_by_surname_and_pronoun(find):
    mentions = find("Le skipper danois Jens Goma a été libéré mardi. Il était détenu depuis mai. Goma va bien.")
    first = mentions[0]
    assert (first.codes, first.role) == (("DNK",), "national")
    assert [m.codes for m in named(mentions, "Il")] == [("DNK",)]
    assert [(m.codes, m.role) for m in named(mentions, "Goma")] == [(("DNK",), "national")]


def test_a_town_stays_a_town_where_nobody_has_its_name(find):
    assert [m.role for m in find("Des casques bleus patrouillent à Goma.") if m.text == "Goma"] == ["place"]


def test_what_a_private_person_says_is_not_the_states(find):
    mentions = find('Le touriste danois Jens Lund est rentré. "Tout va bien", a-t-il déclaré.')
    assert not named(mentions, "il")


def test_a_pair_of_two_thousand_is_not_the_soviet_union(find):
    text = (
        "Le 30 septembre 1990, l'Union soviétique et la Corée du Nord se brouillent.\n"
        "Le 9 février 2000, les deux ministres signent à Pyongyang un texte."
    )
    assert named(find(text), "deux ministres")[0].codes == ("RUS", "PRK")


def test_a_state_and_its_predecessor_are_one_party(find):
    text = "La Russie et la Corée du Nord se parlent. La fin de l'URSS avait gelé la coopération entre les deux pays de 1991."
    codes = named(find(text), "deux pays")[0].codes
    assert "PRK" in codes and len({"RUS", "SUN"} & set(codes)) == 1


def test_moscow_beside_the_soviet_union_is_todays(find):
    text = "Entre Moscou et Pyongyang le lien est ancien, l'Union soviétique ayant aidé le Nord en 1950."
    assert named(find(text), "Moscou")[0].codes == ("RUS",)


def test_a_namesake_is_whoever_held_office_then(find):
    assert named(find("Josep Borrell parle. Puis M. Borrell se tait.", "2020-09-03"), "Borrell")[0].codes == ("IGO:EU",)
    assert named(find("Josep Borrell parle. Puis M. Borrell se tait.", "2019-02-03"), "Borrell")[0].codes == ("ESP",)


def test_a_first_name_before_a_particle_is_nobodys_surname(find):
    assert not [m for m in find("Le général Ahmed al-Zoubi a pris la parole.") if m.codes == ("IGO:UN",)]


def test_a_description_is_whom_its_apposition_names(find):
    text = "Le ministre chilien est là. L'Otan écoute son secrétaire général, Jens Stoltenberg."
    assert named(find(text), "secrétaire général")[0].codes == ("IGO:NATO",)


def test_kurdish_fighters_are_the_group_the_article_names(find):
    text = "Ankara bombarde des rebelles kurdes en Irak. Le PKK a des bases au Kurdistan irakien, près d'Erbil."
    assert named(find(text), "rebelles kurdes")[0].codes == ("NSA:PKK",)


def test_a_standfirsts_pronoun_is_whoever_is_introduced_next(find):
    mentions = find("Il avait été arrêté en mai.\nLe navigateur danois Jens Lund a été libéré mardi.")
    assert [m.codes for m in named(mentions, "Il")] == [("DNK",)]


def test_an_honorific_is_part_of_the_subject(find):
    mentions = find("Le ministre chilien Tom Lund est là. M. Lund raille le Pérou. Il accuse Lima de tricher.")
    assert [m.codes for m in named(mentions, "Il")] == [("CHL",)]


def test_whoever_turns_on_somebody_is_no_empty_subject(find):
    mentions = find("Le ministre chilien Tom Lund est arrivé. M. Lund a quitté le Pérou. Il s'en prend à la Bolivie.")
    assert [m.codes for m in named(mentions, "Il")] == [("CHL",)]
