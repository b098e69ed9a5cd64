package dev.manykitchens.cli.scene;

import java.util.regex.Pattern;

/// A small program that shows one thing about pools by running it.
///
/// @param name lower case words with hyphens
/// @param question what it answers, in one line
/// @param why why it comes out as it does, in one sentence
/// @param teaching what a teacher says besides
/// @param play what runs
public record Scene(String name, String question, String why, Teaching teaching, Play play) {

    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    public Scene {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a scene's name must be lower case words with hyphens, was \"" + name + "\"");
        }
        if (!question.endsWith("?") || !why.endsWith(".")) {
            throw new IllegalArgumentException(
                    "a scene must ask a question and give its reason in a sentence, " + name);
        }
    }

    /// What to type to play it.
    public String command() {
        return "kitchen demo " + name;
    }

    /// What runs when a scene is played. It opens pools, runs jobs on them, and puts promises
    /// beside measurements.
    @FunctionalInterface
    public interface Play {
        /// Plays once, from the beginning.
        void on(Stage stage) throws InterruptedException;
    }
}
