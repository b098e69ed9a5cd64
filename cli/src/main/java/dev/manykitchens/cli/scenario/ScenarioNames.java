package dev.manykitchens.cli.scenario;

import java.util.Iterator;

/// The names of the scenarios that come with the program, for completion.
public final class ScenarioNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return ScenarioFiles.ofDistribution().names().iterator();
    }
}
