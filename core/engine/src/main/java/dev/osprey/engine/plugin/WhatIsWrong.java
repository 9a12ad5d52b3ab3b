package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;

/** Takes out of a tree what its validator found wrong. */
record WhatIsWrong(ObjectNode tree) {
    /** The key that is unknown, or the value that is of a wrong kind; of a list, all of it. */
    void leaveOut(ValidationMessage message) {
        if (message.getType().equals("required")) {
            return;
        }
        JsonNodePath location = message.getInstanceLocation();
        JsonNode holder = tree;
        ObjectNode owner = tree;
        String key = "";
        for (int i = 0; i < location.getNameCount() && !holder.isMissingNode(); i++) {
            Object step = location.getElement(i);
            if (holder instanceof ObjectNode object) {
                owner = object;
                key = String.valueOf(step);
                holder = object.path(key);
            } else if (holder instanceof ArrayNode list && step instanceof Integer index) {
                holder = list.path(index);
            }
        }
        if (message.getProperty() != null && holder instanceof ObjectNode object) {
            object.remove(message.getProperty());
        } else {
            owner.remove(key);
        }
    }
}
