-- The schedule: visits that the office means to make, and the staff that recipients asked for.

CREATE TABLE orders (
    order_id VARCHAR(26) NOT NULL,
    start BIGINT NOT NULL,
    day VARCHAR(10) NOT NULL,
    minutes INTEGER NOT NULL,
    recipient VARCHAR(64) NOT NULL,
    staff TEXT NOT NULL,
    items TEXT NOT NULL,
    origin VARCHAR(8) NOT NULL,
    note TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (order_id)
);

CREATE INDEX orders_by_day ON orders (day, start);
CREATE INDEX orders_by_recipient ON orders (recipient, day);

CREATE TABLE preferred_staff (
    recipient VARCHAR(64) NOT NULL,
    staff TEXT NOT NULL,
    PRIMARY KEY (recipient)
);
