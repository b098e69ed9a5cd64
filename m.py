import multiprocessing as mp,time
def f(x): return x*x
if __name__=="__main__":
  xs=list(range(10_000_000))
  with mp.Pool(2) as p:
    for i in range(3):
      t=time.time(); r=p.map(f,xs); u=time.time(); assert r[-1]==xs[-1]**2; print("py %.2f M/s"%(10/(u-t)))
