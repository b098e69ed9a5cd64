package dev.manykitchens.cli;

import dev.manykitchens.report.text.Legend;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sections of a help text that say what the columns of a command's tables mean, above the
/// footer.
final class LegendHelp {

    private static final String SECTION = "legend";

    private LegendHelp() {}

    /// Explains the columns of comparisons and of loads.
    static void ofComparison(CommandLine command) {
        addTo(
                command,
                help ->
                        table(help, "Columns", Legend.OF_COMPARISON)
                                + table(help, "Columns with --rate", Legend.OF_LOAD));
    }

    /// Explains the columns of simulations.
    static void ofSimulation(CommandLine command) {
        addTo(command, help -> table(help, "Columns", Legend.OF_SIMULATION));
    }

    private static void addTo(CommandLine command, CommandLine.IHelpSectionRenderer legend) {
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
        command.setHelpSectionKeys(sections);
        command.getHelpSectionMap().put(SECTION, legend);
    }

    private static String table(Help help, String title, List<Legend> legends) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (Legend legend : legends) {
            meanings.put(escaped(legend.column()), escaped(legend.meaning()));
        }
        return help.createHeading("%n" + title + ":%n") + help.createTextTable(meanings);
    }

    /// Help texts are format strings.
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }
}
