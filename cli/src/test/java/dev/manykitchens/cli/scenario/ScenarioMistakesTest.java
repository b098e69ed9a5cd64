package dev.manykitchens.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.recipe.RecipeBook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class ScenarioMistakesTest {

    private static final RecipeBook BOOK =
            RecipeBook.load(ScenarioMistakesTest.class.getClassLoader());

    /// A line with which a text is no longer without steps.
    private static final String STEPS = "\nsteps: [{cpu: 20ms}]\n";

    @TempDir Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // Not a scenario at all.
                mistake(
                        "",
                        "coffee.yaml: a scenario must say what jobs do, the file is empty; kitchen scenarios coffee-shop prints one"),
                mistake(
                        "# only\n",
                        "coffee.yaml: a scenario must say what jobs do, the file is empty; kitchen scenarios coffee-shop prints one"),
                mistake(
                        "- jobs: 3\n",
                        "coffee.yaml:1: a scenario must be keys with values, such as jobs: 60, was a list"),
                mistake(
                        "jobs 60\n",
                        "coffee.yaml:1: a scenario must be keys with values, such as jobs: 60, was \"jobs 60\""),
                mistake(
                        "jobs: 3\n---\njobs: 4\n",
                        "coffee.yaml:2: a file must have one scenario, here begins another; put it into a file of its own"),
                mistake(
                        "jobs: 3\nsteps:\n\t- cpu: 20ms\n",
                        "coffee.yaml:3:1: YAML must be indented with blanks, was with a tab; write two blanks for each"),
                mistake(
                        "jobs: 3\nsteps: [{cpu: 20ms}\n",
                        "coffee.yaml:3:1: a scenario must be YAML, is not: expected ',' or ']', but got <stream end> (while parsing a flow sequence from line 2 on); look at the indentation, and put texts with \": \" or \" #\" into quotes"),
                mistake(
                        "jobs: 3\n wait: 4\n",
                        "coffee.yaml:2:6: a scenario must be YAML, is not: mapping values are not allowed here; look at the indentation, and put texts with \": \" or \" #\" into quotes"),
                mistake(
                        "name: a: b\n",
                        "coffee.yaml:1:8: a scenario must be YAML, is not: mapping values are not allowed here; look at the indentation, and put texts with \": \" or \" #\" into quotes"),
                mistake(
                        "jobs: 3\nname: \u0001\n",
                        "coffee.yaml:2: a scenario must be text, had the character U+0001"),
                mistake(
                        "jobs: " + "[".repeat(50_000),
                        "coffee.yaml:1: lists and maps must not lie deeper within each other than 100"),
                mistake(
                        "jobs: !!java.net.URL [\"http://localhost\"]" + STEPS,
                        "coffee.yaml:1: jobs: a value must have no tag, had tag:yaml.org,2002:java.net.URL; remove it"),
                mistake(
                        "jobs: !boom 3" + STEPS,
                        "coffee.yaml:1: jobs: a value must have no tag, had !boom; remove it"),
                mistake(
                        "jobs: *count" + STEPS,
                        "coffee.yaml:1:7: a scenario must be YAML, is not: found undefined alias count; look at the indentation, and put texts with \": \" or \" #\" into quotes"),
                // Keys.
                mistake(
                        "job: 3" + STEPS,
                        "coffee.yaml:1: a key of a scenario must be one of name, question, jobs, duration, arrivals, resources, steps, classes, pools, seed, goal, price, workers, network, faults, startup, was \"job\"; did you mean jobs?"),
                mistake(
                        "jobs: 3\njobs: 4" + STEPS,
                        "coffee.yaml:2: a key must stand once, jobs stands on line 1 already"),
                mistake(
                        "<<: {jobs: 3}" + STEPS,
                        "coffee.yaml:1: a key of a scenario must be one of name, question, jobs, duration, arrivals, resources, steps, classes, pools, seed, goal, price, workers, network, faults, startup, was \"<<\""),
                mistake("? [a, b]\n: 3" + STEPS, "coffee.yaml:1: a key must be a text, was a list"),
                mistake(
                        "jobs: 3\nsteps:\n  - cpuu: 20ms\n",
                        "coffee.yaml:3: a step must be one of cpu, wait, use, offload, compute, was \"cpuu\"; did you mean cpu?"),
                mistake(
                        "jobs: 3\nclasses: [{name: a, wieght: 3, steps: [{cpu: 20ms}]}]\n",
                        "coffee.yaml:2: a key of a class must be one of name, weight, priority, deadline, sends, returns, steps, was \"wieght\"; did you mean weight?"),
                mistake(
                        "jobs: 3\nresources:\n  oven:\n    permit: 3" + STEPS,
                        "coffee.yaml:4: a key of a resource must be one of permits, scope, was \"permit\"; did you mean permits?"),
                // How many and for how long.
                mistake(
                        "jobs: 0" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was \"0\""),
                mistake(
                        "jobs: -4" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was \"-4\""),
                mistake(
                        "jobs: 1.5" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was \"1.5\""),
                mistake(
                        "jobs: 1000000000000" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was \"1000000000000\""),
                mistake(
                        "jobs: " + "9".repeat(100) + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was \""
                                + "9".repeat(59)
                                + "…\""),
                mistake(
                        "jobs: many" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was \"many\""),
                mistake(
                        "jobs:" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was nothing"),
                mistake(
                        "jobs: [3]" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was a list"),
                mistake(
                        "jobs: {count: 3}" + STEPS,
                        "coffee.yaml:1: jobs must be a whole number from 1 to 10000000, was a map"),
                mistake(
                        "name: x" + STEPS,
                        "coffee.yaml:1: a scenario whose jobs come all at once must say how many, such as jobs: 60"),
                mistake(
                        "arrivals: poisson 4/s" + STEPS,
                        "coffee.yaml:1: a scenario must say how many jobs come or for how long, such as jobs: 60 or duration: 1m (arrivals: poisson 4/s)"),
                mistake(
                        "jobs: 3\nduration: 3s\narrivals: poisson 4/s" + STEPS,
                        "coffee.yaml:2: a scenario must say how many jobs come or for how long, said both; remove jobs or duration"),
                mistake(
                        "arrivals: poisson 4/s\nduration: 0s" + STEPS,
                        "coffee.yaml:2: the duration of a scenario must be above 0, was \"0s\""),
                mistake(
                        "arrivals: poisson 4/s\nduration: -3s" + STEPS,
                        "coffee.yaml:2: a duration must not be negative, was \"-3s\""),
                mistake(
                        "duration: 24h\narrivals: poisson 1000/s" + STEPS,
                        "coffee.yaml:2: arrivals: a scenario must have at most 10,000,000 jobs, poisson 1000/s for 86400s has 86,400,000; let fewer come, or for a shorter duration"),
                mistake(
                        "arrivals: poisson 4/s\nduration: 30" + STEPS,
                        "coffee.yaml:2: a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \"30\""),
                mistake(
                        "arrivals: poisson 4/s\nduration: 25h" + STEPS,
                        "coffee.yaml:2: a duration must be at most 24h, was \"25h\""),
                // Arrivals.
                mistake(
                        "jobs: 3\narrivals: \"poisson\\n\\e[31m4\"" + STEPS,
                        "coffee.yaml:2: arrivals: a rate must be jobs in a unit of time, such as 200/s, 12/min or 0.5/s, was \"\\u001b[31m4\""),
                mistake(
                        "jobs: 3\narrivals: poison 4/s" + STEPS,
                        "coffee.yaml:2: arrivals must be all at once, every 250ms, poisson 4/s, closed 10 think 1s, bursts of 20 every 5s or trace FILE, was \"poison 4/s\"; did you mean poisson?"),
                mistake(
                        "jobs: 3\narrivals: poisson" + STEPS,
                        "coffee.yaml:2: arrivals must be all at once, every 250ms, poisson 4/s, closed 10 think 1s, bursts of 20 every 5s or trace FILE, was \"poisson\""),
                mistake(
                        "jobs: 3\narrivals: {poisson: 4/s}" + STEPS,
                        "coffee.yaml:2: arrivals must be all at once, every 250ms, poisson 4/s, closed 10 think 1s, bursts of 20 every 5s or trace FILE, was a map"),
                mistake(
                        "jobs: 3\narrivals: poisson 4" + STEPS,
                        "coffee.yaml:2: arrivals: a rate must be jobs in a unit of time, such as 200/s, 12/min or 0.5/s, was \"4\""),
                mistake(
                        "jobs: 3\narrivals: poisson 0/s" + STEPS,
                        "coffee.yaml:2: arrivals: a rate must be above 0 and at most 1,000,000/s, was 0/s"),
                mistake(
                        "jobs: 3\narrivals: every 0s" + STEPS,
                        "coffee.yaml:2: arrivals: the time between two jobs must be above 0 and at most 24h, was 0s"),
                mistake(
                        "jobs: 3\narrivals: closed 0 think 1s" + STEPS,
                        "coffee.yaml:2: arrivals: a closed loop must have from 1 to 100000 users, had 0"),
                mistake(
                        "jobs: 3\narrivals: closed 2000000000 think 1s" + STEPS,
                        "coffee.yaml:2: arrivals: a closed loop must have from 1 to 100000 users, had 2000000000"),
                mistake(
                        "jobs: 3\narrivals: bursts of 99999999999 every 1s" + STEPS,
                        "coffee.yaml:2: arrivals: a burst must have from 1 to 10000000 jobs, had 99999999999"),
                mistake(
                        "jobs: 3\narrivals: closed 3 think hard" + STEPS,
                        "coffee.yaml:2: arrivals: a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \"hard\""),
                mistake(
                        "jobs: 3\narrivals: bursts of 0 every 5s" + STEPS,
                        "coffee.yaml:2: arrivals: a burst must have from 1 to 10000000 jobs, had 0"),
                mistake(
                        "arrivals: trace nowhere.csv" + STEPS,
                        "coffee.yaml:1: arrivals: a file of times must be a file, nowhere.csv does not exist; its name counts from the folder of the scenario"),
                mistake(
                        "arrivals: trace back.csv" + STEPS,
                        "coffee.yaml:1: arrivals: back.csv:4: the times of a trace must not go back, was 1.5 s after 2 s"),
                mistake(
                        "arrivals: trace empty.csv" + STEPS,
                        "coffee.yaml:1: empty.csv must have at least one arrival, had none"),
                mistake(
                        "arrivals: trace three.csv\njobs: 4" + STEPS,
                        "coffee.yaml:2: jobs must be at most as many as the trace has, 3, were 4"),
                mistake(
                        "arrivals: trace columns.csv" + STEPS,
                        "coffee.yaml:1: columns.csv:1: a file of times must have a column arrival or start or one column only, had when, what"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: empirical semicolons.csv\n",
                        "coffee.yaml:3: wait: semicolons.csv:2: a row must have as many cells as the first line, 1, had 2; put commas between cells, not semicolons, and a point into numbers"),
                mistake(
                        "arrivals: trace ." + STEPS,
                        "coffee.yaml:1: arrivals: a file of times must be a file, . is none; its name counts from the folder of the scenario"),
                // Steps.
                mistake(
                        "jobs: 3\n",
                        "coffee.yaml:1: a scenario must have steps, which all jobs do, or classes with steps of their own, had neither; add steps: [{cpu: 20ms}]"),
                mistake(
                        "jobs: 3\nclasses: [{name: a, steps: [{cpu: 20ms}]}]" + STEPS,
                        "coffee.yaml:2: a scenario must have steps, which all jobs do, or classes with steps of their own, had both"),
                mistake(
                        "jobs: 3\nsteps: {cpu: 20ms}\n",
                        "coffee.yaml:2: steps must be a list of steps such as [{cpu: 20ms}], was a map"),
                mistake(
                        "jobs: 3\nsteps: []\n",
                        "coffee.yaml:2: steps must be a list of steps such as [{cpu: 20ms}], was an empty list"),
                mistake(
                        "jobs: 3\nsteps:\n",
                        "coffee.yaml:2: steps must be a list of steps such as [{cpu: 20ms}], was nothing"),
                mistake(
                        "jobs: 3\nsteps:\n  - cpu 20ms\n",
                        "coffee.yaml:3: a step must be a map such as {cpu: 20ms}, was \"cpu 20ms\""),
                mistake(
                        "jobs: 3\nsteps:\n  - cpu: 20ms\n    wait: 3ms\n",
                        "coffee.yaml:3: a step must be one of cpu, wait, use, offload, compute, was cpu and wait; begin each with a hyphen of its own"),
                mistake(
                        "jobs: 3\nsteps: [{}]\n",
                        "coffee.yaml:2: a step must be one of cpu, wait, use, offload, compute, was none of them"),
                mistake(
                        "jobs: 3\nsteps:\n  - cpu: 20\n",
                        "coffee.yaml:3: cpu: a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \"20\""),
                mistake(
                        "jobs: 3\nsteps:\n  - cpu: 0ms\n",
                        "coffee.yaml:3: cpu must take longer than no time at all, was \"0ms\"; give it a time, or remove the step"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: 1s\n  - wait: 0s..0s\n",
                        "coffee.yaml:4: wait must take longer than no time at all, was \"0s..0s\"; give it a time, or remove the step"),
                mistake(
                        "jobs: 3\nsteps:\n  - offload: empirical zeros.csv\n",
                        "coffee.yaml:3: offload must take longer than no time at all, was \"empirical zeros.csv\", where all are 0; give it a time, or remove the step"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: -10ms\n",
                        "coffee.yaml:3: wait: a duration must not be negative, was \"-10ms\""),
                mistake(
                        "jobs: 3\nsteps:\n  - cpu:\n",
                        "coffee.yaml:3: cpu must be how long, such as 80ms or 1s..3s, was nothing"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: 3s..1s\n",
                        "coffee.yaml:3: wait: a duration range must run from 0 upwards to at most 24h, was 3s..1s (in the range \"3s..1s\")"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: 48h\n",
                        "coffee.yaml:3: wait: a duration must be at most 24h, was \"48h\""),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: exponential 0s\n",
                        "coffee.yaml:3: wait: the mean of an exponential distribution must be above 0, was 0s"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: lognormal 80ms cv 0\n",
                        "coffee.yaml:3: wait: a coefficient of variation must be above 0 and at most 100, was 0.0; without variation give the duration alone"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: lognorml 80ms cv 1\n",
                        "coffee.yaml:3: wait: a distribution must be 80ms, 1s..3s, exponential 50ms, lognormal 80ms cv 0.5 or gamma 80ms cv 0.5, was \"lognorml 80ms cv 1\"; did you mean lognormal?"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: emperical times.csv\n",
                        "coffee.yaml:3: wait: a distribution that was measured must be empirical FILE, was \"emperical times.csv\"; did you mean empirical?"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: empirical nowhere.csv\n",
                        "coffee.yaml:3: wait: a file of times must be a file, nowhere.csv does not exist; its name counts from the folder of the scenario"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: empirical empty.csv\n",
                        "coffee.yaml:3: wait: empty.csv must have at least one duration, had none"),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: empirical words.csv\n",
                        "coffee.yaml:3: wait: words.csv:3: runtime must be a number of seconds, such as 0.25, was \"long\""),
                mistake(
                        "jobs: 3\nsteps:\n  - wait: empirical negative.csv\n",
                        "coffee.yaml:3: wait: negative.csv:2: duration must be from 0 to 86400 s, was -1"),
                mistake(
                        "jobs: 3\nsteps:\n  - compute: count_prims(20000)\n",
                        "coffee.yaml:3: compute: a recipe must be one that is known here, was \"count_prims\"; did you mean count_primes?"),
                mistake(
                        "jobs: 3\nsteps:\n  - compute: count_primes(many)\n",
                        "coffee.yaml:3: compute: argument limit of count_primes, the call: must be an integer, was \"many\""),
                mistake(
                        "jobs: 3\nsteps:\n  - compute: 3\n",
                        "coffee.yaml:3: compute: a call of a recipe must be its name and its arguments, as in count_primes(20000), was \"3\""),
                mistake(
                        "jobs: 3\nclasses:\n  - {name: a, sends: 17MiB, steps: [{cpu: 1ms}]}\n",
                        "coffee.yaml:3: what a job sends or returns must be from 0B to 16MiB, such as 200KiB, was \"17MiB\""),
                mistake(
                        "jobs: 3\nclasses:\n  - {name: a, returns: 5kB, steps: [{cpu: 1ms}]}\n",
                        "coffee.yaml:3: what a job sends or returns must be from 0B to 16MiB, such as 200KiB, was \"5kB\""),
                // Workers and what happens to them.
                mistake(
                        "jobs: 3\nworkers: {slow: 0}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: slow: the speed of a worker must be a number from 0.001 to 100, such as 0.5, was \"0\""),
                mistake(
                        "jobs: 3\nworkers: {any: 1}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: a kind of workers must not be called any or be a number, was called any"),
                mistake(
                        "jobs: 3\nworkers: {slow: {sped: 1}}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: a key of a kind of workers must be one of speed, count, was \"sped\"; did you mean speed?"),
                mistake(
                        "jobs: 3\nnetwork: {bandwidth: 100MB/s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: the bandwidth of a network must be bits a second, such as 100Mbit/s, was \"100MB/s\""),
                mistake(
                        "jobs: 3\nnetwork: {bandwidth: 1bit/s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: the bandwidth of a network must be from 8bit/s to 8000Gbit/s, was \"1bit/s\""),
                mistake(
                        "jobs: 3\nfaults:\n  - {kil: any, at: 1s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: a key of a fault must be one of kill, pause, cut, at, every, for, was \"kil\"; did you mean kill?"),
                mistake(
                        "jobs: 3\nfaults:\n  - {at: 1s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: a fault must be one of kill, pause, cut, had none of them"),
                mistake(
                        "jobs: 3\nfaults:\n  - {kill: slwo, at: 1s}\nworkers: {slow: 1}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: kill: whom a fault strikes must be any, the place of a worker such as 2, or a kind of workers, was \"slwo\"; did you mean slow?"),
                mistake(
                        "jobs: 3\nfaults:\n  - {kill: any}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: a fault must say when, at: 2s or every: exponential 10s, said neither"),
                mistake(
                        "jobs: 3\nfaults:\n  - {kill: any, every: 10us}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: a fault must not happen more often than every 1ms on average, was to every 10us"),
                mistake(
                        "jobs: 3\nfaults:\n  - {cut: any, at: 1s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: faults: a cut must say how long it takes, such as for: 1s"),
                mistake(
                        "jobs: 3\nfaults:\n  - {kill: any, at: 1s, for: 1s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: a worker that is killed must have no for, remove it"),
                mistake(
                        "jobs: 3\nfaults:\n  - {kill: 0, at: 1s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: kill: the place of a worker must be a whole number from 1 to 10000, was \"0\""),
                mistake(
                        "jobs: 3\nfaults:\n  - {kill: 99999999999, at: 1s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:3: kill: the place of a worker must be a whole number from 1 to 10000, was \"99999999999\""),
                mistake(
                        "jobs: 3\nnetwork: {delay: 2}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: delay: a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \"2\""),
                mistake(
                        "jobs: 3\nnetwork: {delay: 2ms, bandwidth: 1Mbit/s}\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: a network with a bandwidth must have something to carry, no class of jobs sends or returns anything; add such as sends: 200KiB to a class, or remove bandwidth"),
                mistake(
                        "jobs: 3\nstartup: soon\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: startup: a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \"soon\""),
                mistake(
                        "jobs: 3\nstartup: 2h\nsteps: [{cpu: 1ms}]\n",
                        "coffee.yaml:2: startup: the start of a worker must take from 0 to 1h, took 7200s"),
                // Resources.
                mistake(
                        "jobs: 3\nresources: {oven: 1}\nsteps:\n  - use: ovn\n    steps: [{cpu: 20ms}]\n",
                        "coffee.yaml:4: a resource must be declared before a step uses it, \"ovn\" is not; did you mean oven?"),
                mistake(
                        "jobs: 3\nsteps:\n  - use: oven\n    steps: [{cpu: 20ms}]\n",
                        "coffee.yaml:3: a resource must be declared before a step uses it, \"oven\" is not; write resources: {oven: 1}"),
                mistake(
                        "jobs: 3\nresources: {oven: 1}\nsteps:\n  - use: oven\n",
                        "coffee.yaml:4: use must have steps that run while the resource is held, had none; add steps: [{wait: 300ms}] below it"),
                mistake(
                        "jobs: 3\nsteps:\n  - cpu: 3ms\n    steps: [{cpu: 20ms}]\n",
                        "coffee.yaml:4: steps must stand beside use, stood beside cpu"),
                mistake(
                        "jobs: 3\nresources: [oven]" + STEPS,
                        "coffee.yaml:2: resources must be a map such as {espresso-machine: 1}, was a list"),
                mistake(
                        "jobs: 3\nresources: {oven: 0}" + STEPS,
                        "coffee.yaml:2: oven: the permits of a resource must be a whole number from 1 to 1000000, was \"0\""),
                mistake(
                        "jobs: 3\nresources: {oven: {scope: pool}}" + STEPS,
                        "coffee.yaml:2: the scope of a resource must be shared or kitchen, was \"pool\""),
                mistake(
                        "jobs: 3\nresources: {oven: {scope: kichen}}" + STEPS,
                        "coffee.yaml:2: the scope of a resource must be shared or kitchen, was \"kichen\"; did you mean kitchen?"),
                mistake(
                        "jobs: 3\nresources: {my oven: 1}" + STEPS,
                        "coffee.yaml:2: the name of a resource must be at most 100 letters, digits, hyphens, dots and underscores, was \"my oven\""),
                mistake(
                        "jobs: 3\nresources: {o: 1}\nsteps: &s\n  - use: o\n    steps: *s\n",
                        "coffee.yaml:3: steps: uses of resources must not lie deeper within each other than 32"),
                mistake(
                        bomb(),
                        "coffee.yaml:4: a scenario must have at most 10000 steps, with what aliases stand for, had more"),
                // Classes.
                mistake(
                        "jobs: 3\nclasses: {a: 1}\n",
                        "coffee.yaml:2: classes must be a list such as [{name: drink, steps: [{cpu: 20ms}]}], was a map"),
                mistake(
                        "jobs: 3\nclasses:\n  - {name: a, steps: [{cpu: 1ms}]}\n  - {name: b, steps: [{cpu: 1ms}]}\n  - {name: a, steps: [{cpu: 1ms}]}\n",
                        "coffee.yaml:5: classes: the name of a class must be taken once, a is taken on line 3 already"),
                mistake(
                        "jobs: 3\nclasses: [{name: a}]\n",
                        "coffee.yaml:2: classes: the key steps must be given, was not"),
                mistake(
                        "jobs: 3\nclasses: [{steps: [{cpu: 1ms}]}]\n",
                        "coffee.yaml:2: classes: the key name must be given, was not"),
                mistake(
                        "jobs: 3\nclasses: [{name: a, weight: 0, steps: [{cpu: 1ms}]}]\n",
                        "coffee.yaml:2: a weight must be a number above 0 and at most a million, such as 2.5, was \"0\""),
                mistake(
                        "jobs: 3\nclasses: [{name: a, deadline: 0s, steps: [{cpu: 1ms}]}]\n",
                        "coffee.yaml:2: a deadline must be above 0, was \"0s\""),
                mistake(
                        "jobs: 3\nclasses: [{name: a, priority: 101, steps: [{cpu: 1ms}]}]\n",
                        "coffee.yaml:2: a priority must be a whole number from 0 to 100, was \"101\""),
                mistake(
                        "jobs: 3\nclasses: [{name: a, priority: high, steps: [{cpu: 1ms}]}]\n",
                        "coffee.yaml:2: a priority must be a whole number from 0 to 100, was \"high\""),
                // The rest.
                mistake(
                        "jobs: 3\nname: Coffee Shop" + STEPS,
                        "coffee.yaml:2: the name of a scenario must be lower case letters, digits and hyphens, such as coffee-shop, was \"Coffee Shop\""),
                mistake(
                        "jobs: 3\nquestion: [why]" + STEPS,
                        "coffee.yaml:2: a question must be a text, was a list"),
                mistake(
                        "jobs: 3\npools: sequential" + STEPS,
                        "coffee.yaml:2: pools must be a list such as [sequential, async], was \"sequential\""),
                mistake(
                        "jobs: 3\npools: [thraeds:4]" + STEPS,
                        "coffee.yaml:2: a pool must be sequential, threads:N, virtual, virtual:N, forkjoin:N, async, hybrid:N, processes:N, processes:NxT, cluster, cluster:N, python-threads:N, python-processes:N or python-asyncio, was \"thraeds:4\"; did you mean threads?"),
                mistake(
                        "jobs: 3\npools: [threads:0]" + STEPS,
                        "coffee.yaml:2: threads must be from 1 to 10000, was 0 (in the pool \"threads:0\")"),
                mistake(
                        "jobs: 3\npools: [threads:1,2]" + STEPS,
                        "coffee.yaml:2: a pool must be a kind with its size, such as threads:4, was \"2\"; sizes with a comma between them need quotes, \"threads:1,2\""),
                mistake(
                        "jobs: 3\npools: [{threads: 4}]" + STEPS,
                        "coffee.yaml:2: a pool must be a text such as threads:4, was a map"),
                mistake(
                        "jobs: 3\npools: [threads:1..900, forkjoin:1..900]" + STEPS,
                        "coffee.yaml:2: a scenario must have at most 1000 pools, had more"),
                mistake(
                        "jobs: 3\nseed: one" + STEPS,
                        "coffee.yaml:2: a seed must be a whole number of at most 18 digits, was \"one\""),
                mistake(
                        "jobs: 3\ngoal: p98<100ms" + STEPS,
                        "coffee.yaml:2: a goal must be for one of p50, p90, p99, mean, max, was for \"p98\"; did you mean p90?"),
                mistake(
                        "jobs: 3\ngoal: fast" + STEPS,
                        "coffee.yaml:2: a goal must be one of p50, p90, p99, mean, max below a duration, as in p99<100ms, was \"fast\""),
                mistake(
                        "jobs: 3\nprice: free" + STEPS,
                        "coffee.yaml:2: a price must be what a worker costs an hour, such as 0.05/h, was \"free\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneLineWithItsPlace(String yaml, String message) throws IOException {
        Files.writeString(folder.resolve("back.csv"), "arrival\n1\n2\n1.5\n");
        Files.writeString(folder.resolve("three.csv"), "0\n1\n2\n");
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("columns.csv"), "when,what\n1,2\n");
        Files.writeString(folder.resolve("words.csv"), "job,runtime\n1,0.5\n2,long\n");
        Files.writeString(folder.resolve("negative.csv"), "duration\n-1\n");
        Files.writeString(folder.resolve("zeros.csv"), "duration\n0\n0.0\n");
        Files.writeString(folder.resolve("semicolons.csv"), "runtime;x\n0,25;3\n");

        assertThat(said(yaml)).isEqualTo(message);
    }

    @Test
    void aStepMayTakeNoTimeNowAndThen() throws IOException {
        Files.writeString(folder.resolve("some.csv"), "duration\n0\n0.5\n");

        assertThat(
                        said(
                                "jobs: 3\nsteps: [{wait: empirical some.csv}, {cpu: 0s..2s}, {offload: 1ns}]\n"))
                .isEqualTo("nothing");
        assertThat(said("jobs: 3\narrivals: closed 2 think 0s\nnetwork: {delay: 0ms}" + STEPS))
                .isEqualTo("nothing");
    }

    private String said(String yaml) {
        try {
            ScenarioReader.read(yaml, folder.resolve("coffee.yaml"), BOOK);
            return "nothing";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage()).replace(folder + "/", "");
        }
    }

    /// Ten aliases of ten aliases, nine times over: a thousand million steps in 400 bytes.
    private static String bomb() {
        StringBuilder yaml = new StringBuilder("jobs: 3\nresources: {o: 1}\nclasses:\n");
        yaml.append("  - {name: c0, steps: &s0 [{cpu: 1ms}]}\n");
        for (int i = 1; i < 10; i++) {
            String use = "{use: o, steps: *s" + (i - 1) + "}";
            yaml.append(
                    "  - {name: c%d, steps: &s%d [%s]}\n"
                            .formatted(i, i, (use + ", ").repeat(9) + use));
        }
        return yaml.toString();
    }

    @Test
    void aFileThatIsNoTextSaysOnWhichLine() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "jobs: 3\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ScenarioReader.read(file, BOOK))
                .hasMessage(
                        file
                                + ":2: a scenario must be text in UTF-8, had the byte 0xE9; save it as UTF-8");
    }

    @Test
    void aFileThatIsTooLongIsNotReadToItsEnd() throws IOException {
        Path file = folder.resolve("long.yaml");
        Files.writeString(file, "#".repeat(TextFile.MOST_BYTES + 1));

        assertThatThrownBy(() -> ScenarioReader.read(file, BOOK))
                .hasMessage(
                        file
                                + ": a scenario must have at most 1048576 bytes, has more; times that were measured go into a CSV file beside it");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("nowhere.yaml");

        assertThatThrownBy(() -> ScenarioReader.read(file, BOOK))
                .hasMessage("a scenario must be in a file, " + file + " does not exist");
    }

    @Test
    void aNameThatTheFileCannotGiveMustBeWritten() {
        assertThatThrownBy(() ->
                        ScenarioReader.read(
                                "jobs: 3" + STEPS, folder.resolve("My Shop.yaml"), BOOK))
                .hasMessageEndingWith(
                        "My Shop.yaml:1: a scenario must have a name of lower case letters, digits and hyphens, \"My Shop\" is none; add name: coffee-shop");
    }

    private static Arguments mistake(String yaml, String message) {
        return Arguments.of(yaml, message);
    }
}
