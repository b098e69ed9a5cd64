package dev.manykitchens.simulator.theory;

/// An open queueing system that settles, and its figures; jobs come at a rate of their own.
///
/// A model that has been made is a stable one: its constructor refuses parameters under which more
/// comes than can be done. Only [MMcKQueue] takes any load, because it turns jobs away.
public sealed interface QueueModel permits MMcQueue, MG1Queue, GGcQueue, SharingQueue, MMcKQueue {

    /// Kendall's notation with numbers in it, such as "M/M/4".
    String notation();

    /// What is to be expected of it in the long run.
    QueueFigures figures();
}
