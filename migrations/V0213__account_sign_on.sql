-- Single sign-on by OpenID Connect (docs/adr/0106): which identity at a provider signs in to which account.

-- Never made by anything but a signing on; no account comes out of it.
CREATE TABLE sign_on_link (
    person      BIGINT NOT NULL,
    issuer      TEXT NOT NULL,
    subject_key BYTEA NOT NULL UNIQUE,   -- keyed digest of issuer and subject
    subject     BYTEA NOT NULL,          -- SM4-GCM, bound to this row: at some providers it is an identity number
    linked_at   TEXT NOT NULL,
    used_at     TEXT NOT NULL,           -- the last signing on
    PRIMARY KEY (person, issuer)         -- one identity at each provider
);

ALTER TABLE session ADD COLUMN by_sign_on BOOLEAN NOT NULL DEFAULT FALSE;
