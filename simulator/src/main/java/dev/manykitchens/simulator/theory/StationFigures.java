package dev.manykitchens.simulator.theory;

/// The long-run figures of one station of a closed network.
///
/// @param station which one
/// @param responseSeconds the mean time that a job spends here in all its visits, in queue and
///   service
/// @param inStation the mean number of jobs here, in queue and service
/// @param busy the mean number of jobs in service here
public record StationFigures(
        Station station, double responseSeconds, double inStation, double busy) {

    public StationFigures {
        Requirements.notNegative("response seconds", responseSeconds);
        Requirements.notNegative("jobs in the station", inStation);
        Requirements.notNegative("jobs in service", busy);
    }

    /// The mean part of the servers that is busy, from 0 to 1; 0 for a delay, which has no servers
    /// to keep busy.
    public double utilisation() {
        return switch (station) {
            case Station.Delay _ -> 0;
            // Rounding may take a station that is always busy a little above 1.
            case Station.Servers servers -> Math.min(1, busy / servers.servers());
        };
    }

    /// The mean number of jobs that queue here.
    public double inQueue() {
        return Math.max(0, inStation - busy);
    }
}
