-- One row: the log's name, the number given last, up to which number retention has removed all, and what is there now.
CREATE TABLE event_log (
  id      INT PRIMARY KEY CHECK (id = 1),
  source  TEXT   NOT NULL,
  last    BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  events  BIGINT NOT NULL,
  bytes   BIGINT NOT NULL
);

-- time and acknowledged_at: µs since the epoch; severity: 0 info, 1 warning, 2 alert; zones: ",a,b," or empty.
CREATE TABLE event (
  number          BIGINT PRIMARY KEY,
  type            TEXT   NOT NULL,
  camera          TEXT   NOT NULL,
  time            BIGINT NOT NULL,
  severity        INT    NOT NULL,
  object          TEXT,
  label           TEXT,
  zones           TEXT   NOT NULL,
  bytes           INT    NOT NULL,
  data            TEXT   NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by TEXT
);
CREATE INDEX event_camera ON event (camera, number);
CREATE INDEX event_object ON event (object, number) WHERE object IS NOT NULL;

-- Objects that have begun and not ended.
CREATE TABLE open_object (
  object TEXT PRIMARY KEY,
  number BIGINT NOT NULL
);

-- How far each sink has come, and what it could not deliver.
CREATE TABLE sink (
  name     TEXT PRIMARY KEY,
  position BIGINT NOT NULL
);
CREATE TABLE dead_letter (
  sink     TEXT   NOT NULL,
  number   BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  attempts INT    NOT NULL,
  reason   TEXT   NOT NULL,
  PRIMARY KEY (sink, number)
);
