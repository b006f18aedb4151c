"""Drivers for pyttsx3."""
