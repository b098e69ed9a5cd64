package dev.manykitchens.simulator.kitchen;

/// A thread that stays under its attempt whatever that waits for: the footing of blocking pools.
abstract class OwnThread implements Footing {

    @Override
    public final void leave() {}

    @Override
    public final void comeBack(Runnable goOn) {
        goOn.run();
    }

    @Override
    public final void comeBackGranted(Runnable goOn) {
        goOn.run();
    }

    @Override
    public final boolean mayCompute(Runnable there) {
        return true;
    }

    @Override
    public final void park() {}

    @Override
    public final void unpark(Runnable goOn) {
        goOn.run();
    }
}
