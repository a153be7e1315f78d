"""Who is next: rules, recurrency, popularity and third actors, weighed by one fitted stack and open to inspection."""
