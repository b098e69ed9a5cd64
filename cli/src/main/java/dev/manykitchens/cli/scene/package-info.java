/// The scenes of `kitchen demo`: small programs that run for real and put what was promised beside
/// what was measured.
///
/// ```
/// Scenes ──Scene──▶ ScenePlayer ── plays it once, and again when only promises about time were broken
///                       │
///                     Stage ──spec──▶ OpenPools ──▶ ScenePool (or core's Comparison)
///                       │                              │ Jobs, several groups at once
///                       │                              ▼
///                       │            Performance: time, results, where each job ran
///                       ▼                              │
///          Promise, before ─── Line: kept? ─── Measured, after
///                                │
///                   Audience ◀───┴───▶ Showing
///              SceneText, as it goes on    SceneJson, at the end
/// ```
///
/// With a dashboard, its page may ask for scenes and scenarios
/// ([dev.manykitchens.cli.scene.Programme], [dev.manykitchens.cli.scene.Playable]).
///
/// | scenes | about |
/// |---|---|
/// | `WaitingScenes` | jobs that wait: many in progress are faster on any pool |
/// | `ComputingScenes` | jobs that compute: cores and stoves |
/// | `SharingScenes` | a machine or a counter for all |
/// | `PeopleScenes` | one who interleaves, against several |
/// | `ChoiceScenes` | which pool to choose |
///
/// What a teacher says about a scene ([dev.manykitchens.cli.scene.Teaching]) is part of it, and
/// names one of the lessons in `docs/learn/` ([dev.manykitchens.cli.scene.Lesson]).
///
/// Waits are promised in seconds. What cores give is promised as a gain over one thread, from the
/// cores there are and what they compute together just before ([dev.manykitchens.cli.scene.Cores]):
/// the promises of a machine with one core say so. Such gains come from
/// [dev.manykitchens.cli.scene.Race]: interleaved rounds, the best of each pool.
///
/// Start reading at [dev.manykitchens.cli.scene.Promise], then
/// [dev.manykitchens.cli.scene.WaitingScenes].
@NullMarked
package dev.manykitchens.cli.scene;

import org.jspecify.annotations.NullMarked;
