package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.CookbookNames;
import dev.manykitchens.cli.scenario.ScenarioNames;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The names of all that can be compared and comes with the program, for completion.
final class WorkNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        new CookbookNames().forEach(names::add);
        new ScenarioNames().forEach(names::add);
        return names.iterator();
    }
}
