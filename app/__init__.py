"""Coachable: make an AI agent better by chatting with a simulated customer."""
