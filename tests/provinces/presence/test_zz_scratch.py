import sys,time
sys.path.insert(0,'/tmp/pd')
import numpy as np, pytest
from django.db import connection, transaction
from core.db import copying
from core.db.days import day_of
from datetime import date
from tests import cast
from provinces.tenancy import scope
from provinces.presence import services, storing
from provinces.presence.services import Rows
import h3.api.basic_int as h3

def rows(n, people, seed=1, day=None, first=1):
    rng=np.random.default_rng(seed)
    cells=np.array(h3.grid_disk(h3.latlng_to_cell(39.9,116.4,10),60))
    per=n//people
    cit=np.repeat(np.arange(first,first+people,dtype=np.int32),per)
    slot=np.tile(np.arange(per),people)
    width=1440//per
    started=(day.lo+slot*width+rng.integers(0,width-1,len(cit))).astype(np.int32)
    cell=cells[(cit*7+slot//8)%len(cells)].astype(np.int64)
    return Rows(cit,cell,started,(started+5).astype(np.int32),rng.random(len(cit))<.2)

def test_bench(transactional_db):
    with scope.province('north'):
        zone=scope.current().zone
        day=day_of(date(2026,11,14),zone)
        for n,people in ((200_000,4000),(1_000_000,20000)):
            r=rows(n,people,day=day)
            for name in ('copy','new-fresh','new-again','new-half','old-fresh','old-again'):
                t=time.perf_counter()
                try:
                    with transaction.atomic():
                        if name=='copy': copying.copy_in('presence_presence', r.columns())
                        elif name.startswith('new'):
                            if name!='new-fresh':
                                rr = r if name=='new-again' else r.take(np.arange(0,len(r),2))
                                services.ingest_many(rr,source='b',now=cast.NOW)
                                t=time.perf_counter()
                            rep=services.ingest_many(r,source='b',now=cast.NOW); print(rep.kept,rep.stays)
                        else:
                            import oldstoring
                            o=oldstoring.Rows(**r.columns())
                            if name!='old-fresh':
                                oldstoring.store_day(o,day,now=cast.NOW); t=time.perf_counter()
                            oldstoring.store_day(o,day,now=cast.NOW)
                        dt=time.perf_counter()-t
                        raise RuntimeError
                except RuntimeError: pass
                print(n,name,round(dt,2),'s',int(n/dt),'rows/s')
        from provinces.presence.formats.batch import batch_of
        from provinces.presence.formats.fix import Fix
        from tests.factories import citizens
        c=citizens.citizen()
        services.ingest_many(rows(1_000_000,20000,day=day,first=100000),source='b',now=cast.NOW)
        ts=[]
        for i in range(200):
            b=batch_of([Fix(1,39.9+i*1e-4,116.4,day.lo*60+i*60*5,20.0)])
            t=time.perf_counter(); services.ingest(c,[b],datum='wgs84',now=cast.NOW); ts.append(time.perf_counter()-t)
        print('single median ms',np.median(ts)*1e3, 'p95',np.quantile(ts,.95)*1e3)
