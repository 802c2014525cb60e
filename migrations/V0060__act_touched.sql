-- What figures follow: which units an act changed, so that they are looked at again and no others.

-- One row per act and unit. Derived and short-lived: whoever has missed more than it holds counts anew.
CREATE TABLE touched (
    event BIGINT NOT NULL,
    unit  BIGINT NOT NULL,
    what  TEXT NOT NULL,              -- 'facts', 'unit', 'place' or 'below' (docs/adr/0060)
    PRIMARY KEY (event, unit, what)
);
