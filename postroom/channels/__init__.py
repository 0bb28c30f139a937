"""The media: one folder a medium, with its drivers below it. None knows another, nor its own drivers."""
