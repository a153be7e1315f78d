"""How likely an act of one class is between two actors, how many there will be, and how such forecasts have fared."""
