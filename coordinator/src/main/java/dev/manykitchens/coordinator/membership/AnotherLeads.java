package dev.manykitchens.coordinator.membership;

import dev.manykitchens.proto.link.Endpoints;

/// What is said where another coordinator leads: by the one that does not, and by whoever asked it.
public final class AnotherLeads {

    private static final String BEGINNING = "another coordinator leads, the one at ";

    private AnotherLeads() {}

    /// What one says of itself that does not lead.
    ///
    /// @param address where the one that leads is reached, as `HOST:PORT`
    public static String at(String address) {
        return BEGINNING + address;
    }

    /// That nobody serves where a coordinator was looked for, in a sentence.
    ///
    /// @param asked all that were asked
    /// @param why what the last one of them said, or what came of it
    public static String orAbsent(Endpoints asked, String why) {
        if (!isSaid(why)) {
            return "the coordinator at %s must be there, %s".formatted(asked, why);
        }
        String leader = why.substring(BEGINNING.length());
        return asked.all().stream().anyMatch(each -> each.toString().equals(leader))
                ? "the coordinator at %s must answer, which leads as far as another of %s knows, does not; as soon as a majority of them is there another one leads"
                        .formatted(leader, asked)
                : "%s; the coordinator at %s does not, --coordinator must name all of those that are one"
                        .formatted(inShort(why), asked);
    }

    /// The same as [#at] in fewer words.
    ///
    /// @param said see [#isSaid]
    public static String inShort(String said) {
        return "another leads: " + said.substring(BEGINNING.length());
    }

    /// Whether it says that another one leads.
    public static boolean isSaid(String why) {
        return why.startsWith(BEGINNING);
    }
}
