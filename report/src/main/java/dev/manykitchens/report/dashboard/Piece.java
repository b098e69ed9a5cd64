package dev.manykitchens.report.dashboard;

/// Something that can be played when the page asks for it.
///
/// @param question what it answers
public record Piece(String name, String question) {}
