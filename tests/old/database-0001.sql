BEGIN TRANSACTION;
CREATE TABLE campaigns (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	uid TEXT NOT NULL, 
	about TEXT NOT NULL, 
	document TEXT NOT NULL, 
	documented INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "campaigns" VALUES(1,'The Ferry','4836657ef81b17e4c1f5fd3ca1065941','{"title": "The Ferry", "planned": {}, "seed": 7, "start": 0, "skills": {}}','# The ferry, played on Thursdays.
campaign: The Ferry
ruleset: rules.yaml
seed: 7
characters:
  kessa: {ranks: {climb: 2}, player: Ines, points: 8}
  bram: {ranks: {swim: 3}}   # never late
journal:
  - session: One
    day: 5
    gm: Ann
    events:
      - met: {what: goblin, id: first}   # a small one
      - bought: {who: kessa, skill: climb}
',5);
CREATE TABLE characters (
	campaign INTEGER NOT NULL, 
	who TEXT NOT NULL, 
	about TEXT NOT NULL, 
	PRIMARY KEY (campaign, who), 
	FOREIGN KEY(campaign) REFERENCES campaigns (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "characters" VALUES(1,'bram','{"name": null, "player": null, "profession": null, "favoured": [], "stats": {}, "share": 1000, "joined": null, "level": 0, "points": 0, "earned": null, "coins": 0, "ranks": {"swim": 3}, "peaks": {}, "xp": {}, "last_used": {}, "talents": [], "goals": []}');
INSERT INTO "characters" VALUES(1,'kessa','{"name": null, "player": "Ines", "profession": null, "favoured": [], "stats": {}, "share": 1000, "joined": null, "level": 0, "points": 8000, "earned": null, "coins": 0, "ranks": {"climb": 2}, "peaks": {}, "xp": {}, "last_used": {}, "talents": [], "goals": []}');
CREATE TABLE entries (
	campaign INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (campaign, seq), 
	FOREIGN KEY(campaign) REFERENCES campaigns (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "entries" VALUES(1,6,6,'used: {who: kessa, skill: climb}   # in the rain
');
INSERT INTO "entries" VALUES(1,7,8,'session: Two
day: 20
gm: Bo
present: [kessa]
');
INSERT INTO "entries" VALUES(1,9,9,'met: {what: troll}
');
CREATE TABLE events (
	campaign INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	day INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	word TEXT NOT NULL, 
	session TEXT NOT NULL, 
	gm TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	ref TEXT NOT NULL, 
	note TEXT NOT NULL, 
	late TEXT NOT NULL, 
	decider TEXT NOT NULL, 
	why TEXT NOT NULL, 
	corrects TEXT NOT NULL, 
	rules TEXT NOT NULL, 
	recorder TEXT NOT NULL, 
	at TEXT NOT NULL, 
	hash BLOB NOT NULL, 
	PRIMARY KEY (campaign, seq), 
	FOREIGN KEY(campaign) REFERENCES campaigns (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "events" VALUES(1,1,'Joined',0,'{"day":0,"who":"kessa","earned":8000,"points":8000,"ranks":{"climb":2}}','joined','','','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.809Z',X'FBCF6C287870B1E283E13E95CAE4CF36144DF8A7756B96D43D384251A0DA4B2D');
INSERT INTO "events" VALUES(1,2,'Joined',0,'{"day":0,"who":"bram","ranks":{"swim":3}}','joined','','','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.809Z',X'04FA3546B6426FB1BECAF0B0A6BAA0543AE6A0F8D1264F8E973C722900B165F3');
INSERT INTO "events" VALUES(1,3,'SessionStarted',5,'{"day":5,"name":"One","present":["kessa","bram"]}','session','One','p:649dd258ccd1','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.809Z',X'A6D20C555A9AA5788FD88398440BE577D49C7222965CCDA6CFB041D4201548A3');
INSERT INTO "events" VALUES(1,4,'Met',5,'{"day":5,"who":["kessa","bram"],"what":"goblin"}','met','One','p:649dd258ccd1','first','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.809Z',X'6104E28ED244E801C21FDE97A5F59BBB4D18D77B29E2E8933F03EE95EDBE7B00');
INSERT INTO "events" VALUES(1,5,'Bought',5,'{"day":5,"who":"kessa","skill":"climb"}','bought','One','p:649dd258ccd1','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.809Z',X'4C79EA8AD86B5001C4BA9A6CCE637A5577BBE30518359A4DA9957296192D8099');
INSERT INTO "events" VALUES(1,6,'Used',5,'{"day":5,"who":"kessa","skill":"climb"}','used','One','p:649dd258ccd1','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:ea0bf82210f6','2026-12-01T03:26:27.835Z',X'112AD008C2B323D4366EA37D10606C6654ADC7B4932EF12522571BD22D5F8D26');
INSERT INTO "events" VALUES(1,7,'SessionEnded',5,'{"day":5,"present":["kessa","bram"]}','session ended','One','p:649dd258ccd1','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.843Z',X'496915ECCE978306763C6399B64789F44A07B9456AD9DB1BB989B974E703CCB6');
INSERT INTO "events" VALUES(1,8,'SessionStarted',20,'{"day":20,"name":"Two","present":["kessa"]}','session','Two','p:ea0bf82210f6','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.843Z',X'4CD3E36AB242B9DB86DEB0AAECE0032B9764C2FD1FBE2588B3FBAEDFB84097E0');
INSERT INTO "events" VALUES(1,9,'Met',20,'{"day":20,"who":["kessa"],"what":"troll","others":["bram"]}','met','Two','p:ea0bf82210f6','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.843Z',X'1BE730395DEA6DCE0AE7D92CA257C19870718CEB828AD2D243115097104A88D7');
INSERT INTO "events" VALUES(1,10,'Used',20,'{"day":20,"who":"kessa","skill":"climb"}','used','Two','p:ea0bf82210f6','','','','','','','','882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','p:649dd258ccd1','2026-12-01T03:26:27.843Z',X'9004629830BEC2388213AF2CF9EF5D0894410D7EFC169ECD43E341D7378AA45B');
CREATE TABLE keys (
	campaign INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	asked TEXT NOT NULL, 
	PRIMARY KEY (campaign, "key"), 
	FOREIGN KEY(campaign) REFERENCES campaigns (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "keys" VALUES(1,'click 1',6,6,'fd8d62bd8a5e33968a7a83a7e1c8848f8bdba477529988c285a2b08039906246');
CREATE TABLE people (
	campaign INTEGER NOT NULL, 
	token TEXT NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (campaign, token), 
	FOREIGN KEY(campaign) REFERENCES campaigns (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "people" VALUES(1,'p:649dd258ccd1','Ann');
INSERT INTO "people" VALUES(1,'p:ea0bf82210f6','Bo');
CREATE TABLE rpgprog_schema (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT rpgprog_schema_pkc PRIMARY KEY (version_num)
);
INSERT INTO "rpgprog_schema" VALUES('0001');
CREATE TABLE rulesets (
	digest TEXT NOT NULL, 
	name TEXT NOT NULL, 
	texts TEXT NOT NULL, 
	skills TEXT NOT NULL, 
	revisions TEXT NOT NULL, 
	packages TEXT NOT NULL, 
	PRIMARY KEY (digest)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "rulesets" VALUES('882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620','tiny','[["rules.yaml", "ruleset: tiny\npoints: dp\nskills: {climb: athletics, swim: athletics, lore: learning}\npolicies:\n  awards: {encounter: 2}\n  purchase: {cost: 4}\n  levels: {step: 10}\n  decay: {period: 100}\n  training: on\n"]]','{}','{"engine": 1, "awards": 1, "purchase": 1, "levels": 1, "decay": 1, "training": 1, "bookkeeping": 1}','{}');
CREATE TABLE snapshots (
	campaign INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	rules TEXT NOT NULL, 
	day INTEGER NOT NULL, 
	lineage TEXT NOT NULL, 
	state BLOB NOT NULL, 
	sum BLOB NOT NULL, 
	PRIMARY KEY (campaign, seq, rules), 
	FOREIGN KEY(campaign) REFERENCES campaigns (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "snapshots" VALUES(1,10,'882d6390c30280ddf37633da6c91bf17f29fe6b137b08fd2a32fb921dffc0620',20,'32bf2b0e2816f44bd5feee797dcfed46f2d5b3590389780b45efaf184afa3f70',X'780185544D8F9B3010FD2BC8E755654C4B923DEE6FE86DD5C380C7891B8C91ED1445ABFCF78ECD470209ED01093C33CF6FDE0CEF8BF9136260EFD9E727AB1C18F69631A83CB621BED193FFF8F5963DC442C056A29CA28BA0C41AAEDFBC6E6B8C71DFEB88972F72105C3B970BCEF922DAE01F6C5E621B3415BA8D50225B3B847071981D6DD5E8F6E966437D122B054637D7ADA40EE11CB346EEC5825D67751BFCC8E189BB8376BBD49FC0255122ADA9EB1A4C07FA18A93209D719385D7A46EF211EC15272B18CAE34AF1B6D2AAA1283EA33C842F67CE63EC71BF021BBF861325B208FD359D178319E197B147E6B3E9B79C1D9262EC3AA957FCE710D364E7B038AD44F9B9C1ACE0ABAEBFB349B1968DA8849946125EEE1C79DD83F554F4BB151FD722D666CDFDDFFC39958072EA455F98FAC9B794B2DD669AF7F8F8DAC3B142D2573A8D2069199C4CFA00DD27F88642E5F2CD8B8E0EF99E0141996C5A7C0F87ED2DDF0CDD36967BD0EDAB6F4110B86DAF8D69F2C9DB159A2B36E653CF84D63A0E5BD514ABE46C85F214C66B706B84588E480350E8C161FBB35F88ED22F6DD00D055273D0A74647CB8C42800AE45CD4C92D813BF238473642B2C4BB2C0D39810EBE39A22CF4EA1C26472661C7CE23ACD19E4A8E54FB709727D71874633F7B1BEDE36828837DA477697BA26AE24814341E291C1C24E54636151E21A93E52ADAD23B7CF2EE4F9B105B6DF0B5916075E175CECB994AAD8954521A1AC0F79A5F29D120785659517BB8AEF95145008551D442E95AA792938BBFD058850D84D',X'C8AC133714736F1A3E90BFB516237AD1D33DD7B9C2EB0B27C24A629FE8216F94');
CREATE INDEX events_by_kind ON events (campaign, kind, seq) WHERE kind IN ('Adopted', 'DowntimeStarted', 'Joined', 'Left', 'Passed', 'Returned', 'SessionEnded', 'SessionStarted');
CREATE INDEX events_by_entry ON events (campaign, entry, seq) WHERE entry != '';
CREATE INDEX events_by_day ON events (campaign, day, seq);
CREATE INDEX events_correcting ON events (campaign, seq) WHERE corrects != '';
CREATE TRIGGER events_no_UPDATE BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
CREATE TRIGGER events_no_DELETE BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
CREATE TRIGGER keys_no_UPDATE BEFORE UPDATE ON keys
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
CREATE TRIGGER keys_no_DELETE BEFORE DELETE ON keys
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
CREATE TRIGGER rulesets_no_UPDATE BEFORE UPDATE ON rulesets
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
CREATE TRIGGER rulesets_no_DELETE BEFORE DELETE ON rulesets
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE campaign = NEW.campaign AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END;
COMMIT;
