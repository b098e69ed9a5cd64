package dev.manykitchens.benchmarks.peers;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import java.io.IOException;

/// A member JVM: prints its port when it has joined, and leaves when its standard input ends.
final class HazelcastMember {

    private HazelcastMember() {}

    /// Joins, and stays.
    ///
    /// @param arguments the cluster's name, and the first member's port or 0
    public static void main(String[] arguments) throws IOException {
        HazelcastInstance member =
                Hazelcast.newHazelcastInstance(
                        HazelcastConfig.member(arguments[0], Integer.parseInt(arguments[1])));
        System.out.println(member.getCluster().getLocalMember().getAddress().getPort());
        while (System.in.read() >= 0) {
            // Nothing is said here but that it ends.
        }
        member.getLifecycleService().terminate();
        System.exit(0);
    }
}
