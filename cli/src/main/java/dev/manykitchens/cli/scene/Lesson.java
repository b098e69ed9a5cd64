package dev.manykitchens.cli.scene;

/// The lessons of the learning path, in the order in which they are read. They are pages of the
/// repository and not part of the program.
public enum Lesson {
    CONCURRENCY(1, "concurrency-and-parallelism", "Concurrency against parallelism"),
    THREADS(2, "threads", "Threads"),
    ONE_STOVE(3, "one-stove", "One stove"),
    MANY_KITCHENS(4, "many-kitchens", "Many kitchens"),
    EVENT_LOOP(5, "event-loop", "The event loop"),
    ONE_WORD(6, "one-word", "One word to swap a pool"),
    SHARING(7, "sharing", "Sharing"),
    CHOOSING(8, "choosing", "Choosing");

    private static final String FOLDER = "docs/learn/";

    private final int number;
    private final String page;
    private final String title;

    Lesson(int number, String page, String title) {
        this.number = number;
        this.page = page;
        this.title = title;
    }

    /// Its place in the path, from 1.
    public int number() {
        return number;
    }

    /// Its heading.
    public String title() {
        return title;
    }

    /// The page, as a path from the top of the repository.
    public String file() {
        return "%s%d-%s.md".formatted(FOLDER, number, page);
    }
}
