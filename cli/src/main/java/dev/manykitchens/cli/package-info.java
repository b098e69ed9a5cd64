/// The `kitchen` command: reads the command line, puts the modules together, prints.
///
/// ```
/// args ─▶ KitchenMain ─▶ RunCommand ─────▶ MeasuredPool ─▶ RunOutput      results, times, failures
///             │          CompareCommand ─▶ LoadRun ─▶ LoadComparison ─▶ LoadOutput  with --rate
///             │          CompareCommand ─▶ ComparisonRun ─▶ Comparison ─▶ CompareOutput  tables, verdict; ReservedExports: files
///             │          ScenariosCommand ─▶ scenario ─▶ core.scenario.Scenario   from YAML, with the line of every mistake
///             │          RecipesCommand    DemoCommand ──▶ scene          promised beside measured
///             │          DemoCommand ─▶ DemoScenarios ─▶ PlayableScenario ─▶ ComparisonRun, LoadRun   when a page asks
///             │
///             │          CoordinatorCommand ─▶ cluster.ServedCluster      serves, drains
///             │          WorkerCommand ─▶ JoiningWorker                   one kitchen of a cluster
///             │          TokenCommand ─▶ state directory                  who may join
///             │          StatusCommand, TopCommand, DrainCommand, CancelCommand ── ClusterOptions ─▶ coordinator
///             │          DrillCommand ─▶ drill.Drill ─▶ DrilledMain, each in a process, or your cluster   faults, and the score
///             │
///             └─ Complaints: one line for a mistake (exit 2) or a failure (exit 1), a report for a bug (exit 70)
/// ```
///
/// JobCheck looks at typed jobs before anything is started. What the user typed is read inside
/// `UserMistakeException.unless`: what is refused there is the user's mistake, and what is refused
/// anywhere else is ours. Start reading at [dev.manykitchens.cli.KitchenMain].
@NullMarked
package dev.manykitchens.cli;

import org.jspecify.annotations.NullMarked;
