package dev.manykitchens.report.dashboard;

import java.util.function.Predicate;

/// Who may act through a dashboard's page, and what can be started there, besides changing pools.
///
/// @param tokens whether a token allows it; takes the same time however much of a guess is right
public record Acting(Predicate<String> tokens, Playbill playbill) {}
