"""Attachments as text: read in a confined process on demand and in the background, kept with their message, screened."""
