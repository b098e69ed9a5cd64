package dev.manykitchens.cli.scene;

/// What a teacher says about a scene besides its question and its reason.
///
/// @param guess what to guess before it is played, in one or two sentences
/// @param shows what it shows, in one sentence
/// @param lesson the lesson that tells more
public record Teaching(String guess, String shows, Lesson lesson) {

    public Teaching {
        if (!guess.endsWith("?") && !guess.endsWith(".")) {
            throw new IllegalArgumentException("a guess must be a sentence, was \"" + guess + "\"");
        }
        if (!shows.endsWith(".")) {
            throw new IllegalArgumentException(
                    "what a scene shows must be a sentence, was \"" + shows + "\"");
        }
    }
}
