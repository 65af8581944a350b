-- The schedule: visits that the office means to make, and the staff that recipients asked for.

CREATE TABLE orders (
    order_id TEXT COLLATE "C" NOT NULL,
    start BIGINT NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    minutes INTEGER NOT NULL,
    recipient TEXT COLLATE "C" NOT NULL,
    staff TEXT COLLATE "C" NOT NULL,
    items TEXT COLLATE "C" NOT NULL,
    origin TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (order_id)
);

CREATE INDEX orders_by_day ON orders (day, start);
CREATE INDEX orders_by_recipient ON orders (recipient, day);

CREATE TABLE preferred_staff (
    recipient TEXT COLLATE "C" NOT NULL,
    staff TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (recipient)
);
