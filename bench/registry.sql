-- What waits for officials, of people drawn from all there are. Statements end in a semicolon.

CREATE TEMPORARY TABLE drawn AS
SELECT n, 1 + (hashint8extended(n, 7) & 2147483647) %% %(people)s AS who
FROM generate_series(1, 200000) n;

-- 50 lines a list, filed in the last five days.
INSERT INTO evidence_batch (id, evidence_class, digest, count, filed_by_id, filed_unit, filed_at)
SELECT n, 'close_contact', lpad(n::text, 64, '0'), 50, %(filer)s, '疾控 ' || n %% 60,
       %(now)s - interval '5 days' + n * interval '15 minutes'
FROM generate_series(1, 400) n;

-- Evidence that awaits a second signature: 30,000 single pieces, and 20,000 in lists.
INSERT INTO evidence_evidence (
    citizen_id, evidence_class, happened_at, expires_at, details, source, source_reference,
    authority, legal_basis, case_reference, method, investigator_id, state, proposed_by_id,
    proposed_unit, proposed_at, approved_unit, rejected_because, ended_because,
    withdrawn_because, batch_id)
SELECT who, CASE WHEN n > 30000 OR n %% 4 > 0 THEN 'close_contact' ELSE 'secondary_contact' END,
       %(now)s - interval '6 days', %(now)s + interval '20 days', '{}', 'manual',
       'report ' || n, '市疾病预防控制中心', '《传染病防治法》第三十九条', 'CASE-' || n %% 900,
       '现场流调', %(filer)s, 'awaiting', %(filer)s, '疾控 ' || n %% 60,
       %(now)s - interval '5 days' + n * interval '8 seconds', '', '', '', '',
       CASE WHEN n > 30000 THEN 1 + (n - 30001) / 50 END
FROM drawn WHERE n <= 50000;

-- Cases of the register, in force.
INSERT INTO evidence_evidence (
    citizen_id, evidence_class, happened_at, expires_at, details, source, source_reference,
    authority, legal_basis, case_reference, method, state, in_force_at, proposed_unit,
    approved_unit, rejected_because, ended_because, withdrawn_because)
SELECT who, CASE WHEN n %% 3 > 0 THEN 'confirmed_case' ELSE 'asymptomatic_case' END,
       %(now)s - interval '5 days' - n %% 9000 * interval '2 minutes',
       %(now)s + interval '40 days', '{}', 'registry', 'register ' || n, '市疾病预防控制中心',
       '《传染病防治法》第三十九条', '', '', 'in_force', %(now)s - interval '4 days', '', '', '',
       '', ''
FROM drawn WHERE n > 50000 AND n <= 60000;

-- Contacts that rest on them, filed by one office and signed by another.
INSERT INTO evidence_evidence (
    citizen_id, evidence_class, happened_at, expires_at, details, source, source_reference,
    authority, legal_basis, case_id, case_reference, method, investigator_id, state, in_force_at,
    proposed_by_id, proposed_unit, proposed_at, approved_by_id, approved_unit, approved_at,
    rejected_because, ended_because, withdrawn_because)
SELECT who, 'close_contact', %(now)s - interval '6 days', %(now)s + interval '20 days', '{}',
       'manual', 'report ' || n, '市疾病预防控制中心', '《传染病防治法》第三十九条',
       50001 + n %% 10000, '', '现场流调', %(filer)s, 'in_force', %(now)s - interval '3 days',
       %(filer)s, '疾控 ' || n %% 60, %(now)s - interval '4 days', %(signer)s, '复核办公室',
       %(now)s - interval '3 days', '', '', ''
FROM drawn WHERE n > 60000 AND n <= 75000;

-- Orders past their end that nobody has released.
INSERT INTO evidence_evidence (
    citizen_id, evidence_class, happened_at, ends_at, expires_at, details, source,
    source_reference, authority, legal_basis, case_reference, method, state, in_force_at,
    proposed_by_id, proposed_unit, proposed_at, approved_by_id, approved_unit, approved_at,
    rejected_because, ended_because, withdrawn_because)
SELECT who, 'home_isolation', %(now)s - interval '20 days',
       %(now)s - interval '6 days' + n %% 5000 * interval '1 minute',
       %(now)s + interval '20 days', '{}', 'manual', 'order ' || n, '市疾病预防控制中心',
       '《传染病防治法》第三十九条', '', '', 'in_force', %(now)s - interval '20 days', %(filer)s,
       '疾控 ' || n %% 60, %(now)s - interval '21 days', %(signer)s, '复核办公室',
       %(now)s - interval '20 days', '', '', ''
FROM drawn WHERE n > 75000 AND n <= 85000;

-- Appeals that wait, on 400 causes; each lies with one of 40 officials, or with ours.
INSERT INTO appeals_appeal (
    id, reference, citizen_id, decision_id, ground, status, gravity, channel, filed_by_id,
    filed_at, answer_by, recheck, findings, outcome, again_outcome)
SELECT n - 85000, 'B' || n, who, 0, 'close_contact', 'red',
       CASE WHEN n %% 2 = 0 THEN 'held' ELSE 'restricted' END, 'self', %(filer)s,
       %(now)s - interval '1 day', %(now)s - interval '6 hours' + n %% 9000 * interval '30 seconds',
       '', '{}', '', ''
FROM (SELECT DISTINCT ON (who) n, who FROM drawn WHERE n > 85000 AND n <= 100000 ORDER BY who, n) d;

INSERT INTO appeals_basis (
    appeal_id, thing, kind, piece, place, issuer, cause, until, is_weak, is_corrected_elsewhere,
    officials, units)
SELECT id, 'piece', 'close_contact', id, '', '', 'report:' || id %% 400,
       %(now)s + interval '9 days', false, false, '{}', '{}'
FROM appeals_appeal;

INSERT INTO appeals_review (
    appeal_id, level, reviewer_id, unit, area_id, assigned_at, answer_by, released_because,
    outcome, finding, reasons)
SELECT a.id, 1, CASE WHEN a.id %% 300 = 0 THEN %(mine)s ELSE o.id END, '申诉办公室', c.area_id,
       a.filed_at, a.answer_by, '', '', '', ''
FROM appeals_appeal a JOIN citizens_citizen c ON c.id = a.citizen_id
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user
      WHERE username LIKE 'officer%%') o ON o.place = a.id %% 40;

-- What is held because it is about many.
INSERT INTO evidence_hold (
    id, unit, area_id, why, shared, count, pulled_back, opened_at, state, decided_unit,
    decided_because)
SELECT n, '单位 ' || n, c.area_id, '["unlinked"]', '[]', 30, 0,
       %(now)s - n * interval '10 minutes', 'open', '', ''
FROM drawn d JOIN citizens_citizen c ON c.id = d.who WHERE n <= 300;

INSERT INTO zones_zone (id, reference, area_id, name_zh, name_en)
SELECT n, 'desk-' || n, c.area_id, '小区 ' || n, 'Compound ' || n
FROM drawn d JOIN citizens_citizen c ON c.id = d.who WHERE n <= 1500;

INSERT INTO zones_version (
    id, zone_id, number, level, unit, starts_at, ends_at, authority, reason, basis, case_evidence,
    drawn, cells, spill, fine_cells, needs_higher_office, state, declared_by_id, declared_unit,
    declared_at, signed_by_id, signed_unit, signed_at, refusal)
SELECT n, n, 1, 2 + n %% 2, 'compound', %(now)s - interval '3 days', %(now)s + interval '4 days',
       '市疾病预防控制中心', '三例病例同住一个小区', '', 'case ' || n,
       '{"type": "Circle", "coordinates": [114.5, 38.0], "radius_m": 300}', '[]', '[]', 120, false,
       CASE WHEN n %% 10 > 0 THEN 'in_force' ELSE 'awaiting' END, %(filer)s, '疾控 ' || n %% 60,
       %(now)s - interval '3 days' + n * interval '1 minute',
       CASE WHEN n %% 10 > 0 THEN %(signer)s END, CASE WHEN n %% 10 > 0 THEN '复核办公室' ELSE '' END,
       CASE WHEN n %% 10 > 0 THEN %(now)s - interval '2 days' END, ''
FROM generate_series(1, 1500) n;

-- People who are treated where they do not live.
INSERT INTO citizens_caseassignment (
    citizen_id, area_id, powers, because, starts_at, ends_at, opened_by_id)
SELECT d.who, c.area_id, '{view_person,propose_evidence}', 'treated there',
       %(now)s - interval '2 days', %(now)s + interval '9 days', %(filer)s
FROM drawn d JOIN drawn e ON e.n = d.n + 5000 JOIN citizens_citizen c ON c.id = e.who
WHERE d.n > 100000 AND d.n <= 105000;

INSERT INTO status_current (
    citizen_id, decision_id, status, since, until, due_at, outlook, grounds, as_of)
SELECT who, n, CASE WHEN n %% 3 = 0 THEN 'red' ELSE 'yellow' END, %(now)s - interval '2 days',
       %(now)s + interval '5 days', %(now)s + interval '5 days', '', '[]', %(now)s
FROM (SELECT DISTINCT ON (who) n, who FROM drawn WHERE n > 110000 AND n <= 170000 ORDER BY who, n) d;

INSERT INTO exposure_exposure (cell, day, zone_id, certain, citizens, started, ended)
SELECT 631243922688264191 + n, %(today)s, 1 + n %% 1500, true,
       ARRAY[who, 1 + (who + 1) %% %(people)s, 1 + (who + 2) %% %(people)s]::int[],
       '{480,480,480}', '{510,510,510}'
FROM drawn WHERE n <= 40000;
