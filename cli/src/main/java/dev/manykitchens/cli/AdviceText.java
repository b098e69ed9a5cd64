package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.report.run.AdviceEntry;
import dev.manykitchens.report.text.Paragraph;

/// Prints which pool to take, what it costs, and how to get it in a program.
final class AdviceText {

    private AdviceText() {}

    static void print(Shell shell, AdviceEntry advice, int width) {
        shell.out().println();
        shell.out().println(shell.terminal().bold("Advice"));
        shell.out().println(Paragraph.item(advice.sentence(), width));
        shell.out().println(Paragraph.item("Price: " + advice.price() + ".", width));
        for (AdviceEntry.Snippet snippet : advice.snippets()) {
            shell.out()
                    .println(
                            Paragraph.item(
                                    snippet.language() + ", " + snippet.title() + ":", width));
            // As it is, for copying.
            snippet.code().lines().forEach(line -> shell.out().println("      " + line));
        }
    }
}
