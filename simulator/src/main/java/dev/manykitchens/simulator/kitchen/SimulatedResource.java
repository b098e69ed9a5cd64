package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.resource.ResourceRefusedException;

import java.util.Optional;

/// A named resource as the jobs of one kitchen ask for it: of the kitchen's own, or of those that
/// all kitchens share.
interface SimulatedResource {

    /// Who asks for permits.
    interface Owner {
        /// For people: which job it is.
        @Override
        String toString();

        /// The permits that it waits for now; empty when it waits for none.
        Optional<NamedPermits> waitsFor();

        /// There will be no permit for it.
        void refused(ResourceRefusedException why);
    }

    /// A request, and later the permit that it was granted.
    interface Request {
        /// Gives the permit back.
        void release();
    }

    /// Asks for one permit. It was there when [#isGranted] says so; otherwise `granted` runs when
    /// it is.
    ///
    /// @throws ResourceRefusedException when too many wait
    Request request(Owner owner, Runnable granted);

    /// Whether a request that was made just now need not wait.
    boolean isGranted(Request request);

    /// The permits themselves.
    NamedPermits permits();
}
