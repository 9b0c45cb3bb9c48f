"""Takes secrets and clients' names out of what a model is sent, and puts them back afterwards."""
