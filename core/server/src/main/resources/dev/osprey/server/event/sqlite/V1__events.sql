-- One row: the log's name, the number given last, up to which number retention has removed all, and what is there now.
CREATE TABLE event_log (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  source  TEXT    NOT NULL,
  last    INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  events  INTEGER NOT NULL,
  bytes   INTEGER NOT NULL
);

-- time and acknowledged_at: µs since the epoch; severity: 0 info, 1 warning, 2 alert; zones: ",a,b," or empty.
CREATE TABLE event (
  number          INTEGER PRIMARY KEY,
  type            TEXT    NOT NULL,
  camera          TEXT    NOT NULL,
  time            INTEGER NOT NULL,
  severity        INTEGER NOT NULL,
  object          TEXT,
  label           TEXT,
  zones           TEXT    NOT NULL,
  bytes           INTEGER NOT NULL,
  data            TEXT    NOT NULL,
  acknowledged_at INTEGER,
  acknowledged_by TEXT
);
CREATE INDEX event_camera ON event (camera, number);
CREATE INDEX event_object ON event (object, number) WHERE object IS NOT NULL;

-- Objects that have begun and not ended.
CREATE TABLE open_object (
  object TEXT PRIMARY KEY,
  number INTEGER NOT NULL
);

-- How far each sink has come, and what it could not deliver.
CREATE TABLE sink (
  name     TEXT PRIMARY KEY,
  position INTEGER NOT NULL
);
CREATE TABLE dead_letter (
  sink     TEXT    NOT NULL,
  number   INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reason   TEXT    NOT NULL,
  PRIMARY KEY (sink, number)
);
