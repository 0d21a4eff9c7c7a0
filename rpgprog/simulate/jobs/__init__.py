"""Running a simulation: the job, local processes, a cluster, checkpoints."""
