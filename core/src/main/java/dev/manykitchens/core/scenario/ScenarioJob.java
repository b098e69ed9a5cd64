package dev.manykitchens.core.scenario;

import dev.manykitchens.core.recipe.Step;

import java.util.List;

/// A job of a scenario with everything drawn that is drawn.
///
/// @param jobClass position of its class in the scenario
/// @param steps what it does
public record ScenarioJob(int jobClass, List<Step> steps) {}
