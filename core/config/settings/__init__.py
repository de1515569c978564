"""Settings for each place the code runs in; the environment is read here and nowhere else."""
