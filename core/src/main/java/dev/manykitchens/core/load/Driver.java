package dev.manykitchens.core.load;

/// Hands in the jobs of one load. [#drive] is called once, by one thread; the others by any.
interface Driver {

    /// Runs the load.
    ///
    /// @param onLast called when no more jobs come
    LoadDriver.Trace drive(LoadDriver.Starter starter, Runnable onLast);

    /// Ends the load at once. An interrupt of the thread that drives does the same.
    void stop();

    /// How many jobs have come and not ended; 0 before the load and after it.
    int inSystem();

    /// When the jobs came that have come, or will.
    ArrivalSchedule arrivals();
}
