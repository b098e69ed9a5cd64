/// Scenarios from files: found by name or path, read with the line of every mistake.
///
/// ```
/// "coffee-shop" ──ScenarioFiles──▶ Path ──TextFile──▶ text ──YamlDocument──▶ YamlNode: values and their lines
///                                                                               │
///                               ScenarioReader ── ArrivalsReader, ClassReader, StepReader, ResourceReader, SettingReader
///                                     │                 └── DistributionReader ── files of measured times
///                                     ▼
///                          core.scenario.Scenario
/// ```
///
/// Each reader says which keys it knows ([dev.manykitchens.cli.scenario.Keys]);
/// `scenario.schema.json` says the same to editors, and a test holds one against the other. Nothing
/// in a file can make objects: there are texts, lists and maps. Start reading at
/// [dev.manykitchens.cli.scenario.ScenarioReader].
@NullMarked
package dev.manykitchens.cli.scenario;

import org.jspecify.annotations.NullMarked;
