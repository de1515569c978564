import time, random, cProfile, pstats
from core.cells.snapping import snap_circle
from provinces.zones import services, queries
from provinces.zones.models import *
from tests.factories import zones
from tests import cast
from provinces.tenancy import scope
def test_it(ada, ben):
    zones.ground()
    r=random.Random(1); N=2000
    t=time.time()
    many=[]
    for _ in range(N):
        at=(r.uniform(116.31,116.49), r.uniform(39.81,39.99)); rad=r.choice([100,200,300,400])
        many.append(services.SnappedZone(zones.draft(geometry=zones.circle(at,rad)), snap_circle(at[1],at[0],rad)))
    print('snap',time.time()-t)
    p=cProfile.Profile()
    t=time.time(); c=time.process_time()
    services.effect_many(many,by=ada,signed_by=ben,now=cast.NOW); print('effect_many',time.time()-t, 'cpu',time.process_time()-c,ZoneRange.objects.count())
    t=time.time(); h=queries.export_effective(); print('export',time.time()-t)
    with scope.province('south'):
        t=time.time();c=time.process_time(); print(services.receive_effective('north',h,now=cast.NOW)); print('receive',time.time()-t,'cpu',time.process_time()-c)
        t=time.time();c=time.process_time(); print(services.receive_effective('north',h,now=cast.NOW)); print('again',time.time()-t,'cpu',time.process_time()-c)
    t=time.time(); queries.on_map(cast.NOW); print('map',time.time()-t)
    p.enable(); services.effect_many(many[:300],by=ada,signed_by=ben,now=cast.NOW); p.disable()
    pstats.Stats(p).sort_stats('cumulative').print_stats(45)
