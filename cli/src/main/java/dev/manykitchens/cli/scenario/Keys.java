package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.name.Nearest;

import java.util.List;

/// The keys that a map may have.
///
/// @param subject what a key is: "a key of a scenario"
/// @param names all of them, in the order in which they are usually written
/// @param offered those that a mistake offers
record Keys(String subject, List<String> names, List<String> offered) {

    Keys {
        names = List.copyOf(names);
        offered = List.copyOf(offered);
    }

    Keys(String subject, List<String> names) {
        this(subject, names, names);
    }

    /// Refuses a key that is none of them.
    void require(String name, YamlNode key) {
        if (!names.contains(name)) {
            throw key.mistake(
                    "%s must be one of %s, was %s%s"
                            .formatted(
                                    subject,
                                    String.join(", ", offered),
                                    key.was(),
                                    suggestion(name, offered)));
        }
    }

    /// "; did you mean X?", or nothing when nothing is near.
    static String suggestion(String typed, List<String> known) {
        return Nearest.to(typed, known).map(near -> "; did you mean " + near + "?").orElse("");
    }
}
