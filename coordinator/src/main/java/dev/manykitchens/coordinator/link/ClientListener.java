package dev.manykitchens.coordinator.link;

/// Hears what clients say.
public interface ClientListener {}
