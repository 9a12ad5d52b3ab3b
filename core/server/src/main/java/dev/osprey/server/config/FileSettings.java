package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.util.Map;
import java.util.Optional;

/** The configuration file as it is written; what stands under each name is read by itself. */
record FileSettings(
        @Description("how the server is reached, and what it may reach") @Default("{}") ServerSettings server,
        @Description("how stages run; read at the start only") @Default("{}") EngineConfig engine,
        @Description("where events are kept, and how long; read at the start only") @Default("{}") StoreSettings store,
        @Description("cameras by name: 1 to 64 of the characters a-z 0-9 -") Map<String, JsonNode> cameras,
        @Description("pipelines by name: 1 to 64 of the characters A-Z a-z 0-9 _ . -") Map<String, JsonNode> pipelines,
        @Description("whose local time schedules go by, such as Asia/Seoul; the machine's by default")
                Optional<String> timezone,
        @Description("what somebody wants to hear of, by name") Map<String, JsonNode> rules,
        @Description("where events go, by name: 1 to 64 of the characters A-Z a-z 0-9 _ . -")
                Map<String, JsonNode> sinks) {}
