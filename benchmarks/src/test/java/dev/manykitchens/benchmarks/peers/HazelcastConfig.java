package dev.manykitchens.benchmarks.peers;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;

/// How members and the client find each other: over TCP on 127.0.0.1, by ports told, and nobody
/// else is asked or told anything.
final class HazelcastConfig {

    static final String JOBS = "jobs";

    private static final String LOOPBACK = "127.0.0.1";

    private HazelcastConfig() {}

    /// @param cluster a name that only this run has
    /// @param first the port of the first member; 0 for the first member itself
    static Config member(String cluster, int first) {
        Config config = new Config().setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.socket.bind.any", "false");
        NetworkConfig network = config.getNetworkConfig().setPort(0);
        network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        if (first != 0) {
            join.getTcpIpConfig().addMember(LOOPBACK + ":" + first);
        }
        // As many as a worker JVM of processes:2 has.
        config.getExecutorConfig(JOBS).setPoolSize(1);
        config.getSerializationConfig().addDataSerializableFactory(Squares.FACTORY, Squares::made);
        return config;
    }

    static ClientConfig client(String cluster, int first) {
        ClientConfig config = new ClientConfig().setClusterName(cluster);
        config.setProperty("hazelcast.logging.type", "none");
        config.getNetworkConfig().addAddress(LOOPBACK + ":" + first);
        config.getSerializationConfig().addDataSerializableFactory(Squares.FACTORY, Squares::made);
        return config;
    }
}
