package dev.manykitchens.simulator.kitchen;

/// What a simulated attempt stands on while it runs: the thread under it, as far as anybody else
/// may want that thread. The four kinds of pool differ here and nowhere else.
///
/// | | own thread | virtual thread | event loop | loop and computing threads |
/// |---|---|---|---|---|
/// | waits for time or a resource | keeps it | leaves its carrier | leaves the loop | leaves loop or computing thread |
/// | goes on | at once | on a carrier | when the loop comes to it | when the loop comes to it |
/// | computes | there | there | there, and blocks the loop | on a computing thread |
/// | waits for a stove | keeps it | leaves its carrier | blocks the loop | blocks the computing thread |
interface Footing {

    /// The attempt waits for time or a resource from now on.
    void leave();

    /// The time it waited for is over: `goOn` runs when a thread is there.
    void comeBack(Runnable goOn);

    /// The resource it waited for is granted: `goOn` runs when a thread is there.
    void comeBackGranted(Runnable goOn);

    /// Whether the attempt may compute where it is. If not, it has left and `there` runs where it
    /// may.
    boolean mayCompute(Runnable there);

    /// The attempt waits for a stove from now on.
    void park();

    /// It has the stove: `goOn` runs when a thread is there.
    void unpark(Runnable goOn);

    /// The attempt is over.
    void ended();
}
