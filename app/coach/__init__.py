"""The coaching journey in a terminal: a client of the public GraphQL API and nothing else."""
