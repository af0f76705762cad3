"""Fits what each piece of evidence weighs when postcheck decides whose name it has found."""
