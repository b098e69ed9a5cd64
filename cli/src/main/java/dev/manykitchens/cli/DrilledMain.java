package dev.manykitchens.cli;

import java.io.IOException;

/// The `kitchen` command in a process that a drill started: it ends when its standard input does,
/// which is when the drill does, however that ended.
final class DrilledMain {

    private DrilledMain() {}

    public static void main(String[] args) {
        Thread.ofPlatform().daemon().name("drill-watch").start(DrilledMain::endWithInput);
        KitchenMain.main(args);
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything there; what counts is that somebody could.
            }
        } catch (IOException _) {
            // Then nobody will.
        }
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }
}
