"""Mentions become flags."""
