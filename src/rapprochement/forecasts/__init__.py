"""What comes next: ranked answers with their rules, calibrated probabilities, backtests and scenarios.

``quadruples`` holds the facts all methods read; ``evaluation`` and ``recurrency`` measure rankings; ``links`` says who is next;
``dyads`` how likely an act is; ``simulate`` runs a system forward; ``commands`` are the bodies of the command line.
"""
