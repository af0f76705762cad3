"""How the language model that finds persons' names is made and measured."""
