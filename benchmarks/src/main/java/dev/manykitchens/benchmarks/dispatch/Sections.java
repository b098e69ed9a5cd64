package dev.manykitchens.benchmarks.dispatch;

import java.util.List;
import java.util.stream.Collectors;

/// All sections there are, in the order of their table.
final class Sections {

    private static final List<Section> ALL =
            List.of(
                    new MapSection(),
                    new SubmitSection(),
                    new LatencySection(),
                    new TailSection(),
                    new ScaleSection(),
                    new StartSection(),
                    new MemorySection(),
                    new InJvmSection(),
                    new EventsSection(),
                    new JournalSection());

    private Sections() {}

    static List<Section> all() {
        return ALL;
    }

    /// Those of these names, in order of their table; all when no name is given.
    ///
    /// @throws IllegalArgumentException when there is none of a name
    static List<Section> named(List<String> names) {
        for (String name : names) {
            if (ALL.stream().noneMatch(section -> section.name().equals(name))) {
                throw new IllegalArgumentException(
                        "a section must be one of %s, was %s"
                                .formatted(
                                        ALL.stream()
                                                .map(Section::name)
                                                .collect(Collectors.joining(", ")),
                                        name));
            }
        }
        return ALL.stream()
                .filter(section -> names.isEmpty() || names.contains(section.name()))
                .toList();
    }
}
