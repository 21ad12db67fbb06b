-- When the identity provider last gave a person no role, unless it gave her one since.
ALTER TABLE person ADD refused timestamptz;
