"""The functions that expressions over one jsonb value call, in whatever schema they are put.

All are plpgsql: a function in SQL that is not inlined is planned at each call, which makes reading
a date fifty times slower. Those that are STRICT hand an error on by themselves.
"""

from __future__ import annotations

_HELPERS = r"""
CREATE OR REPLACE FUNCTION {schema}.certlogic_truth(value jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN CASE jsonb_typeof(value)
        WHEN 'boolean' THEN value = 'true'
        WHEN 'null' THEN false
        WHEN 'number' THEN CASE WHEN value::numeric = trunc(value::numeric) THEN value <> '0' END
        ELSE value NOT IN ('""', '[]', '{}')
    END;
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_first_falsy(value jsonb, rest jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE {schema}.certlogic_truth(value)
        WHEN true THEN CASE WHEN {schema}.certlogic_truth(rest) IS NOT NULL THEN rest END
        WHEN false THEN value
    END;
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_equal(one jsonb, other jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN one = other AND jsonb_typeof(one) NOT IN ('array', 'object');
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_in(item jsonb, items jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF jsonb_typeof(items) <> 'array' THEN RETURN NULL; END IF;
    RETURN jsonb_typeof(item) NOT IN ('array', 'object') AND items @> jsonb_build_array(item);
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_number(value jsonb) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF jsonb_typeof(value) <> 'number' OR value::numeric <> trunc(value::numeric) THEN
        RETURN NULL;
    END IF;
    RETURN value::numeric;
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_list(items jsonb[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF array_position(items, NULL) IS NOT NULL THEN RETURN NULL; END IF;
    RETURN to_jsonb(items);
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_items(value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN CASE jsonb_typeof(value) WHEN 'array' THEN value WHEN 'null' THEN '[]'::jsonb END;
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_fragment(value jsonb, place bigint) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    fragments text[];
BEGIN
    IF jsonb_typeof(value) = 'null' THEN RETURN value; END IF;
    IF jsonb_typeof(value) <> 'string' THEN RETURN NULL; END IF;
    fragments := regexp_split_to_array(regexp_replace(value #>> '{}', '^URN:UVCI:', ''), '[/#:]');
    IF place < 0 OR place >= cardinality(fragments) THEN RETURN 'null'; END IF;
    RETURN to_jsonb(fragments[place::int + 1]);
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_date(value jsonb) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    parts text[] := regexp_match(value #>> '{}', '^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$');
    month_ timestamp;
    found_ timestamp;
BEGIN
    IF parts IS NULL OR jsonb_typeof(value) <> 'string' THEN RETURN NULL; END IF;
    IF parts[1] = '0000' OR coalesce(parts[2], '12') NOT BETWEEN '01' AND '12' THEN
        RETURN NULL;
    END IF;
    month_ := make_timestamp(parts[1]::int, coalesce(parts[2], '12')::int, 1, 0, 0, 0);
    IF parts[3] IS NULL THEN RETURN month_ + interval '1 month -1 day'; END IF;
    found_ := month_ + make_interval(days => parts[3]::int - 1);
    RETURN CASE WHEN date_trunc('month', found_) = month_ THEN found_ END;
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_date_time(value jsonb) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    parts text[] := regexp_match(value #>> '{}',
        '^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.]([0-9]+))?'
        '(?:Z|([+-])([0-9]{1,2})(?::?([0-9]{2}))?)?$');
    ahead interval;
    found_ timestamp;
BEGIN
    IF parts IS NULL OR jsonb_typeof(value) <> 'string' THEN
        RETURN {schema}.certlogic_date(value);
    END IF;
    IF parts[2] > '23' OR parts[3] > '59' OR parts[4] > '59'
        OR parts[7]::int > 23 OR parts[8] > '59' THEN
        RETURN NULL;
    END IF;
    ahead := make_interval(hours => coalesce((parts[6] || parts[7])::int, 0),
                           mins => coalesce((parts[6] || parts[8])::int, 0));
    found_ := {schema}.certlogic_date(to_jsonb(parts[1])) - ahead
        + make_interval(hours => parts[2]::int, mins => parts[3]::int, secs => parts[4]::int)
        + make_interval(secs => rpad(left(coalesce(parts[5], ''), 3), 3, '0')::int / 1000.0);
    RETURN CASE WHEN found_ >= '0001-01-01' AND found_ < '10000-01-01' THEN found_ END;
END $$;

CREATE OR REPLACE FUNCTION {schema}.certlogic_later(
    value jsonb, months int, span interval, earliest timestamp, latest timestamp
) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    moment timestamp := {schema}.certlogic_date_time(value);
    month_ timestamp := date_trunc('month', moment);
BEGIN
    IF moment BETWEEN earliest AND latest THEN
        RETURN month_ + make_interval(months => months) + (moment - month_) + span;
    END IF;
    RETURN NULL;
END $$;
"""


def helpers(schema: str) -> str:
    """Return the statements that create the functions in a schema, `pg_temp` among others.

    They have no parameters to be executed with.
    """
    return _HELPERS.replace("{schema}", schema)
